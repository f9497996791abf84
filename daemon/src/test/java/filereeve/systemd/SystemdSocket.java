package filereeve.systemd;

import filereeve.posix.Errno;
import filereeve.posix.Posix;
import filereeve.posix.PosixException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Records the messages for systemd, instead of a real socket.
public final class SystemdSocket {
  public final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  volatile boolean unreachable;

  /// Implements only the sending of a datagram.
  public Posix posix() {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (_, method, arguments) -> {
              if (!method.getName().equals("sendDatagram")) {
                throw new AssertionError("not expected: " + method);
              }
              if (unreachable) {
                throw new PosixException("sendto", (String) arguments[0], Errno.ENOENT);
              }
              byte[] message = (byte[]) arguments[1];
              messages.add(arguments[0] + " " + new String(message, StandardCharsets.UTF_8));
              return null;
            });
  }
}
