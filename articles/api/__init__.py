"""The archive for programs: /api/v1/, described for people at /api/ and in /api/openapi.json.

A noun a file, with a router of its operations. An operation reads what it is asked for, takes the
same selection and the same records as the pages do, and answers with one of them or with a Problem.
Its description is taken from its signature, its docstring and the shape in `records`.

To add a noun, write its file, name it in `version_1.NOUNS`, and give it an example in `examples`;
the tests run the examples and hold each answer against the description.
"""
