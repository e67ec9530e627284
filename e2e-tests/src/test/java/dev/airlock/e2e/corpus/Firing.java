package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One way to send one case.
///
/// @param otherVersion whether the version prefix is taken away where there is one, and added where
///   there is none
record Firing(CorpusCase test, Framing framing, boolean otherVersion) {

  static final String VERSION = "/v1.51";
  private static final int ONE_AT_A_TIME = 4096;

  /// Every way that makes sense for a case.
  static List<Firing> of(CorpusCase test) {
    List<Firing> firings = new ArrayList<>();
    for (Framing framing : Framing.values()) {
      if (!makesSense(test, framing)) {
        continue;
      }
      firings.add(new Firing(test, framing, false));
      if (!test.oneVersion() && !test.escapedHead()) {
        firings.add(new Firing(test, framing, true));
      }
    }
    return firings;
  }

  private static boolean makesSense(CorpusCase test, Framing framing) {
    return switch (framing) {
      case LENGTH -> true;
      case SINGLE_BYTES -> !test.oneFraming();
      case CHUNKED ->
          !test.oneFraming()
              && !test.escapedHead()
              && !Framing.isIn(head(test))
              && (test.isAttack() || !body(test).isEmpty());
    };
  }

  private static String head(CorpusCase test) {
    String request = test.request();
    int end = request.indexOf("\n\n");
    return end < 0 ? request : request.substring(0, end + 1);
  }

  private static String body(CorpusCase test) {
    String request = test.request();
    int end = request.indexOf("\n\n");
    return end < 0 ? "" : request.substring(end + 2);
  }

  /// The bytes to send.
  byte[] bytes(Variables variables) {
    if (test.escapedHead()) {
      String request = test.request().replace("\n", "");
      return BodyNotation.unescape(variables.replaceIn(request));
    }
    String head = variables.replaceIn(head(test));
    if (otherVersion) {
      head = withOtherVersion(head);
    }
    byte[] body = test.notation().bytes(variables.replaceIn(body(test)));
    String lines = head.replace("\n", "\r\n");
    if (!Framing.isIn(head)) {
      return framing.lay(lines, body);
    }
    byte[] start = (lines + "\r\n").getBytes(ISO_8859_1);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  private static String withOtherVersion(String head) {
    return head.matches("(?s)[A-Z]+ /v1\\.[0-9]+/.*")
        ? head.replaceFirst("/v1\\.[0-9]+/", "/")
        : head.replaceFirst(" /", " " + VERSION + "/");
  }

  /// How many bytes go one at a time.
  int single() {
    return framing == Framing.SINGLE_BYTES ? ONE_AT_A_TIME : 0;
  }

  @Override
  public String toString() {
    return framing + (otherVersion ? ", other version" : "");
  }
}
