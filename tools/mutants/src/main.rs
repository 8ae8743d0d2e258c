//! Puts the mutants that `cargo mutants --list --json` names into the sources, each behind `crate::mutant(NUMBER)`, so that one
//! build holds them all and the environment chooses one. `run.py` beside this says what for.
//!
//! `weave LIST.json ROOT DROPPED.txt` rewrites the files below ROOT and prints the numbers that it wove in: the place in the list,
//! from 1. Those in DROPPED are left out. Not woven: mutants of `const fn`, of conditions with `let`, and deleted struct fields.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::{env, fs};

use serde::Deserialize;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, BinOp, Block, Expr, ExprBinary, ImplItemFn, ItemFn, Signature, parse_quote};

/// A mutant in cargo-mutants' list.
#[derive(Deserialize)]
struct Mutant {
    file: String,
    genre: String,
    replacement: String,
    span: Span,
}

#[derive(Deserialize)]
struct Span {
    start: Place,
}

/// Line and column, from 1.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Hash)]
struct Place {
    line: usize,
    column: usize,
}

fn place(spanned: &impl Spanned) -> Place {
    let start = spanned.span().start();
    Place { line: start.line, column: start.column + 1 }
}

/// The mutants of one file, by what they change and where.
#[derive(Default)]
struct Weaver {
    mutants: HashMap<(String, Place), Vec<(u32, String)>>,
    woven: BTreeSet<u32>,
}

impl Weaver {
    fn take(&mut self, genre: &str, at: Place) -> Vec<(u32, String)> {
        let found = self.mutants.remove(&(genre.to_owned(), at)).unwrap_or_default();
        self.woven.extend(found.iter().map(|(id, _)| id));
        found
    }

    fn function(&mut self, signature: &Signature, at: Option<Place>, block: &mut Block) {
        let Some(at) = at.filter(|_| signature.constness.is_none()) else { return };
        for (id, value) in self.take("FnValue", at) {
            match syn::parse_str::<Expr>(&value) {
                Ok(value) => block.stmts.insert(0, parse_quote!(if crate::mutant(#id) { return #value; })),
                Err(_) => drop(self.woven.remove(&id)),
            }
        }
    }
}

/// A condition with `let` is no expression that could stand elsewhere.
fn binds(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(both) => binds(&both.left) || binds(&both.right),
        Expr::Paren(inner) => binds(&inner.expr),
        _ => false,
    }
}

impl VisitMut for Weaver {
    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}

    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}

    fn visit_item_fn_mut(&mut self, item: &mut ItemFn) {
        let at = item.block.stmts.first().map(place);
        if item.sig.constness.is_none() {
            visit_mut::visit_item_fn_mut(self, item);
        }
        self.function(&item.sig, at, &mut item.block);
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut ImplItemFn) {
        let at = item.block.stmts.first().map(place);
        if item.sig.constness.is_none() {
            visit_mut::visit_impl_item_fn_mut(self, item);
        }
        self.function(&item.sig, at, &mut item.block);
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        let (at, guard_at) = (place(&arm.pat), arm.guard.as_ref().map(|(_, guard)| place(guard)));
        visit_mut::visit_arm_mut(self, arm);
        if let (Some((_, guard)), Some(guard_at)) = (&mut arm.guard, guard_at)
            && !binds(guard)
        {
            for (id, value) in self.take("MatchArmGuard", guard_at) {
                let value: Expr = syn::parse_str(&value).expect("true or false");
                *guard = parse_quote!(if crate::mutant(#id) { #value } else { #guard });
            }
        }
        for (id, _) in self.take("MatchArm", at) {
            let guard = match arm.guard.take() {
                Some((_, guard)) => parse_quote!(!crate::mutant(#id) && (#guard)),
                None => parse_quote!(!crate::mutant(#id)),
            };
            arm.guard = Some((syn::token::If::default(), Box::new(guard)));
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let (genre, at) = match &*expression {
            Expr::Binary(both) => ("BinaryOperator", place(&both.op)),
            Expr::Unary(unary) => ("UnaryOperator", place(&unary.op)),
            _ => return visit_mut::visit_expr_mut(self, expression),
        };
        visit_mut::visit_expr_mut(self, expression);
        if binds(expression) {
            return;
        }
        let original = expression.clone();
        for (id, operator) in self.take(genre, at) {
            let mutant = match &original {
                Expr::Binary(both) => {
                    let op: BinOp = syn::parse_str(&operator).expect("an operator");
                    let (left, right) = (&both.left, &both.right);
                    Expr::Binary(ExprBinary {
                        attrs: Vec::new(),
                        left: parse_quote!((#left)),
                        op,
                        right: parse_quote!((#right)),
                    })
                }
                Expr::Unary(unary) => Expr::clone(&unary.expr),
                _ => unreachable!("neither binary nor unary"),
            };
            *expression = parse_quote!((if crate::mutant(#id) { #mutant } else { #expression }));
        }
    }
}

fn main() {
    let [list, root, dropped] = [1, 2, 3].map(|n| env::args().nth(n).expect("weave LIST.json ROOT DROPPED.txt"));
    let list: Vec<Mutant> = serde_json::from_str(&fs::read_to_string(list).expect("the list")).expect("the list's form");
    let dropped = fs::read_to_string(dropped).unwrap_or_default();
    let dropped: BTreeSet<u32> = dropped.split_whitespace().map(|n| n.parse().expect("a number")).collect();
    let mut files: BTreeMap<String, Weaver> = BTreeMap::new();
    for (id, mutant) in (1..).zip(list) {
        if !dropped.contains(&id) {
            let mutants = &mut files.entry(mutant.file).or_default().mutants;
            mutants.entry((mutant.genre, mutant.span.start)).or_default().push((id, mutant.replacement));
        }
    }
    for (file, mut weaver) in files {
        let path = format!("{root}/{file}");
        let mut tree = syn::parse_file(&fs::read_to_string(&path).expect("a source")).expect("Rust");
        weaver.visit_file_mut(&mut tree);
        fs::write(&path, prettyplease::unparse(&tree)).expect("a source that can be written");
        weaver.woven.iter().for_each(|id| println!("{id}"));
    }
}
