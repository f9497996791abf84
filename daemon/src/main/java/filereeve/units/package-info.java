/// Sizes and durations as people write them in the configuration, with their unit written out.
@NullMarked
package filereeve.units;

import org.jspecify.annotations.NullMarked;
