@NullMarked
package filereeve.control;

import org.jspecify.annotations.NullMarked;
