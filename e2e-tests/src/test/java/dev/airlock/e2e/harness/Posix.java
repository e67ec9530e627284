package dev.airlock.e2e.harness;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The few system calls that Java has no name for: network namespaces and terminals.
final class Posix {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_NOCTTY = 0400;
  static final int CLONE_NEWNET = 0x40000000;
  static final int EIO = 5;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      variadic("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
  private static final MethodHandle IOCTL =
      variadic("ioctl", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
  private static final MethodHandle CLOSE =
      plain("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle SETNS =
      plain("setns", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle READ =
      plain(
          "read",
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG);
  private static final MethodHandle WRITE =
      plain(
          "write",
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG);

  private Posix() {}

  /// A system call that failed.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int errno;

    Failure(String call, int errno) {
      super(call + " failed: errno " + errno);
      this.errno = errno;
    }
  }

  static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return (int) call(arena, "open " + path, state -> (int) OPEN.invokeExact(state, name, flags));
    }
  }

  static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      call(arena, "close", state -> (int) CLOSE.invokeExact(state, descriptor));
    }
  }

  /// Moves the calling thread, and no other, into a namespace.
  static void setNamespace(int descriptor, int kind) {
    try (Arena arena = Arena.ofConfined()) {
      call(arena, "setns", state -> (int) SETNS.invokeExact(state, descriptor, kind));
    }
  }

  static void control(int descriptor, long request, MemorySegment argument) {
    try (Arena arena = Arena.ofConfined()) {
      call(arena, "ioctl", state -> (int) IOCTL.invokeExact(state, descriptor, request, argument));
    }
  }

  /// The bytes read, 0 at the end.
  static int read(int descriptor, byte[] into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(into.length);
      long length = into.length;
      int count =
          (int) call(arena, "read", s -> (long) READ.invokeExact(s, descriptor, buffer, length));
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, 0, count);
      return count;
    }
  }

  static void write(int descriptor, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      long length = bytes.length;
      long written =
          call(arena, "write", s -> (long) WRITE.invokeExact(s, descriptor, buffer, length));
      if (written != length) {
        throw new IllegalStateException("wrote " + written + " of " + length + " bytes");
      }
    }
  }

  private interface Call {
    @SuppressWarnings("checkedExceptions") // what a method handle declares
    long invoke(MemorySegment state) throws Throwable;
  }

  private static long call(Arena arena, String name, Call call) {
    MemorySegment state = arena.allocate(STATE);
    long result;
    try {
      result = call.invoke(state);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
    if (result < 0) {
      throw new Failure(name, (int) ERRNO.get(state, 0L));
    }
    return result;
  }

  private static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle variadic(String name, MemoryLayout... arguments) {
    return handle(
        name,
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
        Linker.Option.firstVariadicArg(2));
  }

  @SuppressWarnings("restricted") // native calls are what this class is for
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... more) {
    Linker.Option[] options = java.util.Arrays.copyOf(more, more.length + 1);
    options[more.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }
}
