package dev.airlock.http1;

import java.util.Locale;
import java.util.Optional;

/// Reads the request target in the forms that the reader's role allows (RFC 9112 section 3.2).
final class TargetReader {
  private final TargetForms forms;

  TargetReader(TargetForms forms) {
    this.forms = forms;
  }

  RequestTarget read(String method, String text, int offset) throws ProtocolException {
    try {
      return switch (forms) {
        case ORIGIN -> readAsServer(method, text);
        case PROXY -> method.equals("CONNECT") ? authority(text) : absolute(text);
      };
    } catch (IllegalArgumentException e) {
      throw ProtocolException.at(offset, Violation.BAD_TARGET, e.getMessage() + ", in the target");
    }
  }

  private static RequestTarget readAsServer(String method, String text) {
    if (text.equals("*") && method.equals("OPTIONS")) {
      return new RequestTarget.Asterisk();
    }
    if (method.equals("CONNECT")) {
      throw new IllegalArgumentException("CONNECT is for a proxy, and this is a server");
    }
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("it is not a path");
    }
    return RequestTarget.Origin.of(text);
  }

  private static RequestTarget absolute(String text) {
    int schemeEnd = text.indexOf("://");
    if (schemeEnd < 0) {
      throw new IllegalArgumentException("a proxy takes http://HOST/ only, or CONNECT");
    }
    String scheme = text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    int begin = schemeEnd + "://".length();
    int end = authorityEnd(text, begin);
    HostPort authority = HostPort.parse(text.substring(begin, end));
    String rest = text.substring(end);
    return new RequestTarget.Absolute(
        scheme,
        authority.host(),
        authority.port().orElse(RequestTarget.Absolute.defaultPort(scheme)),
        rest.startsWith("/") ? rest : "/" + rest);
  }

  private static int authorityEnd(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return text.length();
  }

  private static RequestTarget authority(String text) {
    HostPort authority = HostPort.parse(text);
    Optional<Integer> port = authority.port();
    if (port.isEmpty()) {
      throw new IllegalArgumentException("CONNECT names no port");
    }
    return new RequestTarget.Authority(authority.host(), port.get());
  }
}
