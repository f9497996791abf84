/// Telling people: mail through a mail server.
@NullMarked
package filereeve.notify;

import org.jspecify.annotations.NullMarked;
