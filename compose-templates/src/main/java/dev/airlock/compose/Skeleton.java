package dev.airlock.compose;

final class Skeleton {
  private Skeleton() {}
}
