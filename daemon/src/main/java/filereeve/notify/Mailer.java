package filereeve.notify;

import filereeve.units.Size;

/// Sends mail to the recipients in the configuration.
public interface Mailer {
  /// The size above which files are not attached.
  ///
  /// @param to the name of an entry of the section `notify`
  Size maxSize(String to);

  /// @param progress is called whenever a part was sent
  Delivery send(String to, Message message, Runnable progress) throws InterruptedException;
}
