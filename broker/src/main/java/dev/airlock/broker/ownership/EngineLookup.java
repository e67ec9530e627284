package dev.airlock.broker.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/// The broker's own questions to the engine: GETs that no client sent.
@FunctionalInterface
public interface EngineLookup {

  /// Asks for one thing.
  ///
  /// @param target path and query, without an API version
  /// @return the answer's JSON; empty when the engine says that there is no such object
  /// @throws IOException if the engine is not reached or what it says is not JSON
  Optional<JsonNode> get(String target) throws IOException;
}
