/// Extracts the content of a log that its writer keeps open: copy it, make it durable, cut exactly
/// that from the log.
@NullMarked
package filereeve.copytruncate;

import org.jspecify.annotations.NullMarked;
