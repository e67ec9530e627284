package dev.airlock.http1;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What a request is for (RFC 9112 section 3.2), in one of the four forms.
///
/// Only RFC 3986 characters, every `%` followed by two hexadecimal digits, no fragment, no user
/// information. The path is as it was received: dot segments, escapes and double slashes are the
/// caller's to judge. Immutable.
public sealed interface RequestTarget {

  /// As it stands in a request line.
  String text();

  /// `/path?query`: the form a server gets.
  ///
  /// @param query what follows the first `?`, without it; empty text if nothing follows
  record Origin(String path, Optional<String> query) implements RequestTarget {
    public Origin {
      requireNonNull(query, "query is null");
      if (!Grammar.isPath(path)) {
        throw new IllegalArgumentException("path has a character that must be escaped");
      }
      if (query.isPresent() && !Grammar.isQuery(query.get())) {
        throw new IllegalArgumentException("query has a character that must be escaped");
      }
    }

    /// Splits `/path?query` at the first question mark.
    public static Origin of(String pathAndQuery) {
      int mark = pathAndQuery.indexOf('?');
      return mark < 0
          ? new Origin(pathAndQuery, Optional.empty())
          : new Origin(
              pathAndQuery.substring(0, mark), Optional.of(pathAndQuery.substring(mark + 1)));
    }

    @Override
    public String text() {
      return query.isPresent() ? path + "?" + query.get() : path;
    }
  }

  /// `http://host:port/path?query`: the form a forward proxy gets.
  ///
  /// @param scheme `http` or `https`, in lower case
  /// @param host as it was written, IPv6 without brackets
  /// @param port the scheme's own where none was written
  /// @param pathAndQuery `/` where none was written
  record Absolute(String scheme, String host, int port, String pathAndQuery)
      implements RequestTarget {
    public Absolute {
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw new IllegalArgumentException("scheme is neither http nor https");
      }
      requireHost(host);
      requirePort(port);
      Origin.of(pathAndQuery);
    }

    /// The same target as its server gets it.
    public Origin origin() {
      return Origin.of(pathAndQuery);
    }

    /// The value of the Host field that belongs to it; the scheme's own port is left out.
    public String authority() {
      return port == defaultPort(scheme) ? bracketed(host) : bracketed(host) + ":" + port;
    }

    static int defaultPort(String scheme) {
      return scheme.equals("https") ? 443 : 80;
    }

    @Override
    public String text() {
      return scheme + "://" + authority() + pathAndQuery;
    }
  }

  /// `host:port`: only with CONNECT.
  ///
  /// @param host as it was written, IPv6 without brackets
  record Authority(String host, int port) implements RequestTarget {
    public Authority {
      requireHost(host);
      requirePort(port);
    }

    @Override
    public String text() {
      return bracketed(host) + ":" + port;
    }
  }

  /// `*`: only with OPTIONS.
  record Asterisk() implements RequestTarget {
    @Override
    public String text() {
      return "*";
    }
  }

  private static void requireHost(String host) {
    if (host.isEmpty() || (!Grammar.isRegName(host) && !Grammar.isIpv6(host))) {
      throw new IllegalArgumentException("host is neither a name nor an address");
    }
  }

  private static void requirePort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not in 1..65535");
    }
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
