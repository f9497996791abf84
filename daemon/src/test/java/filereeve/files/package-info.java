/// Tests of directories, names of temporary files and remedies.
@NullMarked
package filereeve.files;

import org.jspecify.annotations.NullMarked;
