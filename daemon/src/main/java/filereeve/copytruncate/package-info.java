/// Takes the content out of a log that stays open: copy, make durable, and cut exactly that off.
@NullMarked
package filereeve.copytruncate;

import org.jspecify.annotations.NullMarked;
