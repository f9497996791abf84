/// Keys, types and sections: what reads a located YAML tree, and describes itself as a JSON schema.
@NullMarked
package filereeve.schema;

import org.jspecify.annotations.NullMarked;
