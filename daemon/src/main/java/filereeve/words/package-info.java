/// Finds the known word that was meant by an unknown one.
@NullMarked
package filereeve.words;

import org.jspecify.annotations.NullMarked;
