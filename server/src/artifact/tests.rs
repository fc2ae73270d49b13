//! Archives that were made to be honest, damaged or hostile.

mod distances;
mod honest;
mod hostile;
mod made;
mod scans;
