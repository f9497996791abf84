@NullMarked
package filereeve.event;

import org.jspecify.annotations.NullMarked;
