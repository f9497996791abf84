@NullMarked
package filereeve.telemetry;

import org.jspecify.annotations.NullMarked;
