/// The few values that the parts of the program hand to one another: what happened to a file, what
/// is to be run and why, and how it went.
@NullMarked
package filereeve.event;

import org.jspecify.annotations.NullMarked;
