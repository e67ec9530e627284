package dev.airlock.broker.ports;

/// A virtual port that is open: what `ps` and `inspect` show of it.
public record PublishedPort(PortRequest request, int hostPort) {}
