/// What all kinds of rule share.
@NullMarked
package filereeve.rule;

import org.jspecify.annotations.NullMarked;
