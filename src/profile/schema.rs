//! Which keys a data file may have and which words a key takes, asked of the types that read it.
//!
//! A type is deserialized from an input that answers every question with one value of the asked kind and notes what was asked. So
//! 「もしかして」 knows the keys at each place, and no list of them can rot beside the types. Non-goal: input for anything but that.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// The keys of each table, by its path: keys joined by dots, `*` for any place in a list. The file itself has the empty path.
pub(super) type Schema = BTreeMap<String, &'static [&'static str]>;

/// What toml calls the only key of the table that stands for a date.
const DATE: &str = "$__toml_private_datetime";

/// The keys of `T`'s files.
pub(super) fn schema<T: DeserializeOwned>() -> Schema {
    let seen = RefCell::new(Schema::new());
    // Every type of ours has defaults for what is missing, so reading ends well; if it did not, fewer keys would be known.
    let _ = T::deserialize(Asked { seen: &seen, path: String::new() });
    seen.into_inner()
}

/// The keys of the table that holds the value at `path` (with numbers for places in lists).
pub(super) fn keys_beside(schema: &Schema, path: &str) -> &'static [&'static str] {
    let table = path.rsplit_once('.').map_or("", |(table, _)| table);
    let general: Vec<&str> =
        table.split('.').map(|part| if part.parse::<usize>().is_ok() { "*" } else { part }).collect();
    schema.get(&general.join(".")).copied().unwrap_or_default()
}

#[derive(Debug)]
struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl serde::de::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// A value at a path that is whatever is asked for.
struct Asked<'a> {
    seen: &'a RefCell<Schema>,
    path: String,
}

impl<'a> Asked<'a> {
    fn inner(&self, part: &str) -> Asked<'a> {
        let path = if self.path.is_empty() { part.to_owned() } else { format!("{}.{part}", self.path) };
        Asked { seen: self.seen, path }
    }
}

macro_rules! with {
    ($($asked:ident => $visit:ident($($value:expr)?)),* $(,)?) => {
        $(fn $asked<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
            visitor.$visit($($value)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Refused;

    with! {
        deserialize_any => visit_unit(),
        deserialize_bool => visit_bool(false),
        deserialize_i64 => visit_i64(0),
        deserialize_u64 => visit_u64(0),
        deserialize_f64 => visit_f64(0.0),
        deserialize_str => visit_str(""),
        deserialize_string => visit_str(""),
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_seq(Items { left: 1, of: self })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_seq(Items { left: length, of: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        if fields != [DATE] {
            self.seen.borrow_mut().insert(self.path.clone(), fields);
        }
        visitor.visit_map(Fields { names: fields.iter(), current: "", of: self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_enum(First(variants))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_str("")
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u128 f32 char bytes byte_buf unit unit_struct tuple_struct map ignored_any
    }
}

struct Items<'a> {
    left: usize,
    of: Asked<'a>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Refused;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refused> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(self.of.inner("*")).map(Some)
    }
}

struct Fields<'a> {
    names: std::slice::Iter<'static, &'static str>,
    current: &'static str,
    of: Asked<'a>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        let Some(name) = self.names.next() else { return Ok(None) };
        self.current = name;
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        if self.current == DATE {
            return seed.deserialize(StrDeserializer::new("2026-11-24"));
        }
        seed.deserialize(self.of.inner(self.current))
    }
}

/// The first word of a closed list.
struct First(&'static [&'static str]);

impl<'de> EnumAccess<'de> for First {
    type Error = Refused;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Refused> {
        let first = self.0.first().ok_or_else(|| Refused::custom("no words"))?;
        Ok((seed.deserialize(StrDeserializer::new(first))?, self))
    }
}

impl<'de> VariantAccess<'de> for First {
    type Error = Refused;

    fn unit_variant(self) -> Result<(), Refused> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Refused> {
        Err(Refused::custom("words hold no value"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Refused> {
        Err(Refused::custom("words hold no value"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Refused> {
        Err(Refused::custom("words hold no value"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::topic::Topic;
    use super::super::types::Profile;
    use super::*;

    #[test]
    fn the_keys_of_every_table_are_known() {
        let profile = schema::<Profile>();
        assert!(keys_beside(&profile, "slug").contains(&"first_order_weeks"));
        assert!(keys_beside(&profile, "scores.eese").contains(&"ease"));
        assert!(keys_beside(&profile, "income.bands.1.x").contains(&"hours_per_day"));
        assert!(keys_beside(&profile, "ai.tasks.0.x").contains(&"effect"));
        assert!(keys_beside(&profile, "services.3.x").contains(&"promoted"));
        assert_eq!(keys_beside(&profile, "nowhere.x"), [""; 0]);
        assert!(keys_beside(&schema::<Topic>(), "sources.0.x").contains(&"publisher"));
    }
}
