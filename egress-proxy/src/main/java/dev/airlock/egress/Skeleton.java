package dev.airlock.egress;

final class Skeleton {
  private Skeleton() {}
}
