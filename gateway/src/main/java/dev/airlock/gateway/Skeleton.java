package dev.airlock.gateway;

final class Skeleton {
  private Skeleton() {}
}
