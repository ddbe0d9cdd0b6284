import type { CodegenConfig } from '@graphql-codegen/cli'

/**
 * Typed documents for the files of one folder, in a folder of its own beneath it.
 *
 * @param extension of the files that hold the documents
 */
const typedDocuments = (folder: string, extension = 'ts'): CodegenConfig['generates'] => ({
  [`${folder}/generated/`]: {
    documents: [`${folder}/**/*.${extension}`, `!${folder}/generated/**`],
    preset: 'client',
    presetConfig: { fragmentMasking: false },
    config: {
      useTypeImports: true,
      importExtension: '.ts',
      enumsAsTypes: true,
      scalars: { DateTime: 'string', ID: 'string' },
    },
  },
})

// For whoever calls Rollcall's API from this repository, from the committed schema.
const config: CodegenConfig = {
  schema: 'schema.graphql',
  ignoreNoDocuments: true,
  generates: {
    ...typedDocuments('demo'),
    ...typedDocuments('test'),
    ...typedDocuments('console/src', 'graphql'),
  },
}

export default config
