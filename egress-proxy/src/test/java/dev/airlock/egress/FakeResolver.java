package dev.airlock.egress;

import dev.airlock.egress.dial.NameResolver;
import dev.airlock.rules.HostTarget;
import dev.airlock.rules.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Knows the names it was told, and remembers every question.
final class FakeResolver implements NameResolver {
  private final Map<String, List<InetAddress>> answers = new ConcurrentHashMap<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();

  FakeResolver answer(String name, String... addresses) {
    answers.put(name, Stream.of(addresses).map(FakeResolver::address).toList());
    return this;
  }

  @Override
  public List<InetAddress> resolve(String name) throws UnknownHostException {
    questions.add(name);
    List<InetAddress> answer = answers.get(name);
    if (answer == null) {
      throw new UnknownHostException(name);
    }
    return answer;
  }

  List<String> questions() {
    return questions;
  }

  static InetAddress address(String text) {
    if (HostTarget.parse(text) instanceof IpLiteral literal) {
      return literal.address();
    }
    throw new IllegalArgumentException(text + " is no address");
  }
}
