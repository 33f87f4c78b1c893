//! `codementor serve`: its arguments. The server itself is another shell.

use std::path::PathBuf;

use clap::Args;

/// What `codementor serve` takes.
#[derive(Args)]
pub struct ServeArgs {
    /// Address to listen on; 0.0.0.0 makes the tutor reachable from other machines
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub host: String,
    /// Port to listen on; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 5000)]
    pub port: u16,
    /// Model to answer with: an id or the path of a .gguf [default: the default tutor if stored, else the starter]
    #[arg(long, value_name = "ID|PATH")]
    pub model: Option<String>,
    /// Model that has something to say about code: an id or the path of a .gguf [default: the first that is stored]
    #[arg(long, value_name = "ID|PATH")]
    pub code_model: Option<String>,
    /// Questions that may wait; more are told to try again
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub queue: u16,
    /// Folder of the built page [default: www/dist here or beside the program]
    #[arg(long, value_name = "DIR")]
    pub www: Option<PathBuf>,
    /// Folder of the built npm package [default: pkg here or beside the program]
    #[arg(long, value_name = "DIR")]
    pub pkg: Option<PathBuf>,
}
