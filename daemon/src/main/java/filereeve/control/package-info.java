/// The control socket: an administrator asks the running daemon, and gets an answer.
@NullMarked
package filereeve.control;

import org.jspecify.annotations.NullMarked;
