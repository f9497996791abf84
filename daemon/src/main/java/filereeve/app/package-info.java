/// The command line, and the wiring of all parts.
@NullMarked
package filereeve.app;

import org.jspecify.annotations.NullMarked;
