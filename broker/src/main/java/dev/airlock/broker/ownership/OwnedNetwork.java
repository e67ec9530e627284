package dev.airlock.broker.ownership;

/// A network that was created in this session.
public record OwnedNetwork(String id, String name) {}
