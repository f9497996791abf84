/// Notifies people by mail.
@NullMarked
package filereeve.notify;

import org.jspecify.annotations.NullMarked;
