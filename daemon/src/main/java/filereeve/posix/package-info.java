/// One interface of the system calls that the program depends on, bound with Java's
/// foreign-function API.
@NullMarked
package filereeve.posix;

import org.jspecify.annotations.NullMarked;
