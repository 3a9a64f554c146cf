//! Makes the projects that the benchmarks measure, in a folder that is not there yet:
//! `cargo run --release --example generate -- M /tmp/size-m`. Sizes are S, M, L, LONG1 and LONG10.

use std::error::Error;
use std::path::Path;

#[path = "../benches/support/corpus.rs"]
mod corpus;
#[path = "../benches/support/dice.rs"]
mod dice;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("say which size (S, M, L, LONG1, LONG10) and the folder to make".into());
    };
    let size = corpus::SIZES.into_iter().find(|size| size.name == name).ok_or("there is no such size")?;
    let (project, texts) = corpus::make(size)?;
    corpus::keep(&project, &texts, Path::new(&folder))
}
