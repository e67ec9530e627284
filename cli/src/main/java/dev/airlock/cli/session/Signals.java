package dev.airlock.cli.session;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Signals sent to this process: while a session starts they interrupt that; while its workload
/// runs they are the workload's; while it is removed they wait.
///
/// Thread-safe.
public final class Signals {
  /// QUIT is the virtual machine's own, and so is USR2 on some; those it keeps are left out.
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP", "USR1", "USR2");

  private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

  private record Received(String name, int number) {}

  private Consumer<String> receiver = name -> {};
  private Optional<Received> first = Optional.empty();

  public static Signals install() {
    Signals signals = new Signals();
    NAMES.forEach(signals::handle);
    return signals;
  }

  /// Interrupts a thread at an ending signal, also at one that came before.
  synchronized void interrupt(Thread thread) {
    receiver =
        name -> {
          if (ENDING.contains(name)) {
            thread.interrupt();
          }
        };
    first.ifPresent(received -> receiver.accept(received.name()));
  }

  /// Passes each signal on, once.
  synchronized void passTo(Consumer<String> target) {
    receiver = target;
  }

  /// Lets nothing happen at a signal.
  synchronized void hold() {
    receiver = name -> {};
  }

  /// The number of the ending signal that came first.
  synchronized Optional<Integer> firstNumber() {
    return first.map(Received::number);
  }

  private synchronized void received(String name, int number) {
    if (first.isEmpty() && ENDING.contains(name)) {
      first = Optional.of(new Received(name, number));
    }
    receiver.accept(name);
  }

  /// By reflection: javac warns of every use of sun.misc, which the JDK has no replacement for.
  private void handle(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object subject = signal.getConstructor(String.class).newInstance(name);
      int number = (Integer) signal.getMethod("getNumber").invoke(subject);
      InvocationHandler onSignal =
          (proxy, method, arguments) -> {
            received(name, number);
            return null;
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              subject,
              Proxy.newProxyInstance(
                  Signals.class.getClassLoader(), new Class<?>[] {handler}, onSignal));
    } catch (InvocationTargetException keptByTheMachine) {
      // That signal does what it always does.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }
}
