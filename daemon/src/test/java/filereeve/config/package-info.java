@NullMarked
package filereeve.config;

import org.jspecify.annotations.NullMarked;
