/// Whether the host's clock can be trusted.
@NullMarked
package filereeve.clock;

import org.jspecify.annotations.NullMarked;
