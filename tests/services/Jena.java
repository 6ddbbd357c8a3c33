import java.nio.file.*;
import java.util.*;
import org.apache.jena.query.*;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.*;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.tdb2.TDB2Factory;

/** What the tests ask of Apache Jena, in one process: "ask STORE FOLDER" or "validate SHAPES FOLDER". */
public class Jena {
    public static void main(String[] words) throws Exception {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(words[2]), "*.{rq,ttl}")) {
            found.forEach(files::add);
        }
        if (words[0].equals("ask")) ask(TDB2Factory.connectDataset(words[1]), files);
        else validate(Shapes.parse(words[1]), files);
    }

    /** The answer to each query, beside it as the W3C's JSON. */
    static void ask(Dataset store, List<Path> queries) throws Exception {
        store.begin(ReadWrite.READ);
        for (Path path : queries) {
            try (QueryExecution execution = QueryExecutionFactory.create(Files.readString(path), store);
                    var out = Files.newOutputStream(Path.of(path + ".json"))) {
                ResultSetFormatter.outputAsJSON(out, execution.execSelect());
            }
        }
        store.end();
    }

    /** The faults of each graph, beside it: a line of node, tab, message for each. */
    static void validate(Shapes shapes, List<Path> graphs) throws Exception {
        for (Path path : graphs) {
            Set<String> faults = new TreeSet<>();
            for (ReportEntry entry : ShaclValidator.get().validate(shapes, RDFDataMgr.loadGraph(path.toString())).getEntries())
                faults.add(entry.focusNode().getURI() + "\t" + entry.message());
            Files.write(Path.of(path + ".tsv"), faults);
        }
    }
}
