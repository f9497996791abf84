/// The catalogue of log events and how a line is written.
@NullMarked
package filereeve.telemetry;

import org.jspecify.annotations.NullMarked;
