package dev.airlock.rules;

final class Skeleton {
  private Skeleton() {}
}
