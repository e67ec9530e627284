package dev.airlock.e2e.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What the recording engine says to a request.
sealed interface EngineReply {

  record Json(int status, JsonNode body) implements EngineReply {}

  /// A body of known length.
  ///
  /// @param fields field lines, each with its line end
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record Plain(int status, String type, String fields, byte[] body) implements EngineReply {}

  record Empty(int status) implements EngineReply {}

  /// A chunked body, a flush after each chunk.
  ///
  /// @param endless whether it ends only when the other side goes away
  record Stream(String type, String fields, List<byte[]> chunks, boolean endless)
      implements EngineReply {}

  /// A raw stream both ways.
  ///
  /// @param multiplexed in Docker's frames, as without a TTY
  record Hijack(String type, boolean multiplexed) implements EngineReply {}
}
