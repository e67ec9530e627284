package dev.airlock.broker;

final class Skeleton {
  private Skeleton() {}
}
