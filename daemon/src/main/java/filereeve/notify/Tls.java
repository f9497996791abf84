package filereeve.notify;

/// How the way to the mail server is kept private.
public enum Tls {
  /// Not at all: for a mail server on this host.
  NONE(25),
  /// Encrypted before anything is said, or nothing is sent.
  STARTTLS(587),
  /// Encrypted from the first byte.
  TLS(465);

  private final int port;

  Tls(int port) {
    this.port = port;
  }

  /// The port that servers listen on for it.
  public int port() {
    return port;
  }
}
