/// The host's time zone, as the C library reads it.
@NullMarked
package filereeve.zone;

import org.jspecify.annotations.NullMarked;
