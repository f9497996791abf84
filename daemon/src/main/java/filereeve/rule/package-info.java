/// What every kind of rule has: the common keys, and those that several kinds share.
@NullMarked
package filereeve.rule;

import org.jspecify.annotations.NullMarked;
