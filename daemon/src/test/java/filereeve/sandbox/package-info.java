/// Tests of what rules need of the unit, and of its drop-in.
@NullMarked
package filereeve.sandbox;

import org.jspecify.annotations.NullMarked;
