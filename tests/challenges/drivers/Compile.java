import java.nio.file.*;
import java.util.*;
import javax.tools.*;

/** Compiles many folders of Java files in one go: Compile FOLDER…. Prints the folders that fail, and why. */
public class Compile {
    public static void main(String[] folders) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (String folder : folders) {
            List<String> arguments = new ArrayList<>(List.of("-nowarn", "-d", folder));
            try (var files = Files.newDirectoryStream(Path.of(folder), "*.java")) {
                files.forEach(file -> arguments.add(file.toString()));
            }
            var told = new java.io.ByteArrayOutputStream();
            if (compiler.run(null, null, told, arguments.toArray(String[]::new)) != 0) {
                System.out.println(folder + "\n" + told);
            }
        }
    }
}
