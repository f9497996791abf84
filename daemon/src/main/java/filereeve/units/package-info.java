/// Sizes and durations as the configuration has them: a number and its unit.
@NullMarked
package filereeve.units;

import org.jspecify.annotations.NullMarked;
