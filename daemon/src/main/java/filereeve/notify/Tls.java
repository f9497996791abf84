package filereeve.notify;

/// The encryption of the connection to a mail server.
public enum Tls {
  /// None: for a mail server on this host.
  NONE(25),
  /// Starts unencrypted, and sends no mail or login before encryption is on.
  STARTTLS(587),
  /// Encrypted from the first byte.
  TLS(465);

  private final int port;

  Tls(int port) {
    this.port = port;
  }

  /// The usual port.
  public int port() {
    return port;
  }
}
