package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Random well-formed messages, the same for the same seed.
final class MessageGenerator {
  private static final String TOKEN = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";
  private static final String PATH = "abcXYZ019-._~!$&'()*+,;=:@/";
  private static final List<String> FRAMING =
      List.of("host", "content-length", "transfer-encoding", "expect", "connection");

  private final Random random;

  MessageGenerator(long seed) {
    this.random = new Random(seed);
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  RequestHead request(Framing framing) {
    return new RequestHead(
            text(TOKEN, 1, 8).replace("CONNECT", "GET"), origin(), 1, fields().with("Host", "h"))
        .with(framing);
  }

  ResponseHead response(Framing framing) {
    return new ResponseHead(200 + number(3), value(), fields()).with(framing);
  }

  Framing requestFraming(int bodyLength) {
    return random.nextBoolean() ? new Framing.Chunked() : new Framing.Length(bodyLength);
  }

  byte[] body() {
    byte[] body = new byte[random.nextInt(4) == 0 ? number(200_000) : number(300)];
    random.nextBytes(body);
    return body;
  }

  private RequestTarget.Origin origin() {
    String path = "/" + text(PATH, 0, 40) + (random.nextBoolean() ? "%2f" : "");
    return new RequestTarget.Origin(
        path, random.nextBoolean() ? Optional.of(text(PATH + "?", 0, 40)) : Optional.empty());
  }

  private Fields fields() {
    List<Field> list = new ArrayList<>();
    for (int i = number(12); i > 0; i--) {
      String name = text(TOKEN, 1, 12);
      if (FRAMING.stream().noneMatch(name::equalsIgnoreCase)) {
        list.add(new Field(name, value()));
      }
    }
    return Fields.of(list);
  }

  /// Field content with every byte that is allowed in it.
  private String value() {
    StringBuilder value = new StringBuilder();
    for (int i = number(30); i > 0; i--) {
      int c = 0x20 + number(0x100 - 0x20);
      value.append(c == 0x7f ? '\t' : (char) c);
    }
    // Only blanks stand at no end; a no-break space is content.
    return value.toString().replaceAll("^[ \t]+|[ \t]+$", "");
  }

  private String text(String alphabet, int least, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = least + number(most - least + 1); i > 0; i--) {
      text.append(alphabet.charAt(number(alphabet.length())));
    }
    return text.toString();
  }

  /// A message with some bytes changed, cut out, doubled or put in.
  byte[] damaged(byte[] message) {
    StringBuilder bytes = new StringBuilder(new String(message, ISO_8859_1));
    String inserts = "\r\n \t:;,0\0\u000b\u007f\u00ff\\\"";
    for (int i = 1 + number(4); i > 0 && !bytes.isEmpty(); i--) {
      int at = number(bytes.length());
      switch (number(4)) {
        case 0 -> bytes.setCharAt(at, (char) number(256));
        case 1 -> bytes.deleteCharAt(at);
        case 2 -> bytes.insert(at, bytes.charAt(at));
        default -> bytes.insert(at, inserts.charAt(number(inserts.length())));
      }
    }
    return bytes.toString().getBytes(ISO_8859_1);
  }
}
