//! The `codementor` command: hands the command line to the shells.

use std::process::ExitCode;

use codementor_tutor::{cli, server};

fn main() -> ExitCode {
    cli::main(|args, models| {
        server::serve(server::Config {
            host: args.host,
            port: args.port,
            model: args.model,
            code_model: args.code_model,
            models,
            queue: args.queue,
            www: args.www,
            pkg: args.pkg,
        })
    })
}
