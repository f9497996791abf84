/// Makes the packages: an [Image] that needs no Java of the host, laid out as a [Tree], written as
/// a [Deb], an [Rpm] and a [Tarball].
@NullMarked
package filereeve.packaging;

import org.jspecify.annotations.NullMarked;
