/// Runs a command or sends a signal, with a timeout, a process group of its own and captured
/// output.
@NullMarked
package filereeve.process;

import org.jspecify.annotations.NullMarked;
