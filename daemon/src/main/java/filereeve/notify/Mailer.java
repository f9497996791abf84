package filereeve.notify;

import filereeve.units.Size;

/// Sends mail to an entry of the section `notify`.
public interface Mailer {
  /// What is larger is not attached.
  ///
  /// @param to the name of an entry of the section `notify`
  Size maxSize(String to);

  /// @param progress is called whenever something could be sent
  Delivery send(String to, Message message, Runnable progress) throws InterruptedException;
}
