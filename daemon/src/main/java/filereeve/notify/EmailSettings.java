package filereeve.notify;

import filereeve.sandbox.Needs;
import filereeve.units.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An entry of the section `notify` that sends mail.
///
/// @param name the entry's name
/// @param from an address, in ASCII
/// @param to addresses, in ASCII, at least one
/// @param login empty if the server needs none
/// @param maxSize larger files are not attached
public record EmailSettings(
    String name,
    Server server,
    Tls tls,
    String from,
    List<String> to,
    Optional<Login> login,
    Size maxSize) {

  /// @param host a name or an address
  public record Server(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  public record Login(String user, Password password) {}

  /// What it reads. That a mail needs the network is the need of who sends it.
  public Needs needs() {
    return login.isPresent() && login.get().password() instanceof Password.InFile(Path file)
        ? Needs.reading(List.of(file))
        : Needs.NONE;
  }

  public EmailSettings named(String other) {
    return new EmailSettings(other, server, tls, from, to, login, maxSize);
  }

  public EmailSettings {
    to = List.copyOf(to);
    if (to.isEmpty()) {
      throw new IllegalArgumentException("a mail needs a recipient");
    }
  }
}
